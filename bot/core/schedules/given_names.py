"""Given names from many countries. They show that a word before a title is a person.

Names that are words too, or that name something in papers (Adam, Julia, Pascal, Claude, Max), are left out.
"""

from __future__ import annotations

NAMES = """
Aaron Abdul Abdullah Abhishek Abigail Ada Adele Aditi Aditya Adrian Adriana Agnes Agnieszka Ahmad Ahmed Aisha Ajay
Akash Akira Alan Albert Alberto Alejandra Alejandro Aleksandr Aleksandra Alessandra Alessandro Alex Alexander
Alexandra Alexandre Alexandros Alexei Alexey Alexis Ali Alice Alicia Alina Alison Allison Amanda Amelia Amina Amir
Amira Amit Amy Ana Anastasia Anders Andrea Andreas Andrei Andrej Andres Andrew Andrey Andrzej Andy Angela Angelika
Angelo Anil Anita Anjali Ankit Anna Annabel Anne Annette Annika Antoine Anton Antonia Antonio Antonis Anya Arash Ariel
Arjun Armin Arnaud Arne Arthur Arturo Arvind Astrid Audrey Aurelie Axel Ayşe Barbara Bartosz Bastian Beatrice Beatriz
Becky Ben Benedikt Benjamin Benoit Bernard Bernd Bernhard Bethany Bianca Björn Bob Boris Braden Brandon Brenda Brendan
Brian Bruno Camila Camille Carla Carlo Carlos Carmen Carol Carolina Caroline Caterina Catherine Cecilia Charles
Charlotte Chiara Chloe Chris Christian Christina Christine Christoph Christopher Claire Clara Claudia Clemens Clément
Connor Craig Cristian Cristina Cynthia Dan Dana Daniel Daniela Daniele Darius David Davide Debora Deborah Deepak
Denise Dennis Derek Diana Diego Dieter Dimitri Dimitris Divya Dmitri Dmitry Dominik Dominique Donald Doris Dorothea
Douglas Duncan Déborah Edgar Edoardo Eduardo Edward Edwin Ekaterina Elaine Elena Eleni Elias Elif Elisa Elisabeth
Elise Elizabeth Ella Ellen Elsa Emanuele Emil Emilia Emilie Emilio Emily Emma Emmanuel Emre Enrico Enrique Erica Erik
Erika Ernesto Esra Esther Ethan Eugene Eva Evan Evelyn Fabian Fabio Farid Fatemeh Fatima Federica Federico Felipe
Felix Fergus Fernanda Fernando Filip Fiona Florence Florian Francesca Francesco Francis Francisco Frank Franziska
Frederic Frederik Fredrik Friedrich Gabriel Gabriela Gabriele Gareth Gary Gaurav Gavin Geoffrey George Georgia
Georgios Gerald Gerard Gerhard Giacomo Giancarlo Gianluca Giorgio Giovanni Giulia Giulio Giuseppe Gloria Gonzalo
Gregor Gregory Greta Guido Guillaume Guillermo Gustavo Hadrien Hana Hanna Hannah Hannes Hans Harald Harriet Harry
Harsh Hasan Hassan Heather Heidi Heike Helen Helena Helene Hendrik Henri Henrik Henrique Henry Hiroshi Holger Hossein
Hugo Hussein Ian Ibrahim Ignacio Igor Ilya Ines Ingo Ingrid Irene Irina Isaac Isabel Isabella Isabelle Ivan Ivana Jack
Jackie Jacob Jacqueline Jacques Jaime Jake Jakob Jakub James Jamie Jan Jana Jane Janet Janine Jannik Jared Jasmin
Jasmine Jason Jasper Javier Jean Jeff Jeffrey Jelena Jenna Jennifer Jenny Jens Jeremy Jesper Jessica Jesús Jim Joachim
Joanna Joao Joe Joel Joelle Johan Johann Johanna Johannes John Johnny Jon Jonas Jonathan Jorge Jose Josef Joseph
Josephine Josh Joshua Josue José João Juan Judith Julian Juliana Julie Julien Juliette Julio Justin Justyna Jürgen
Kamil Karel Karen Karim Karin Karina Karl Karolina Karsten Katarina Kate Katerina Katharina Katherine Kathleen Kathrin
Kathryn Katie Katja Katrin Kavya Keith Kelly Kenji Kenneth Kerstin Kevin Khaled Kiran Klara Klaus Konrad Konstantin
Konstantinos Kristin Kristina Krzysztof Kumar Kyle Lara Larissa Lars Laura Lauren Laurence Laurent Leah Leila Lena
Leonard Leonardo Leonie Leslie Liam Lidia Lina Linda Lisa Logan Lorenzo Louis Louisa Louise Luc Luca Lucas Lucia Lucie
Lucy Ludwig Luigi Luis Luisa Lukas Luke Lydia Maciej Magdalena Mahdi Malene Malte Manuel Manuela Marc Marcel Marco
Marcos Marcus Margaret Margherita Maria Mariana Marie Marina Mario Marion Marius Marjan Markus Marta Martha Martin
Martina Mateo Mateusz Mathias Mathieu Mathilde Matias Matt Matteo Matthew Matthias Matthieu Maureen Maurice Maxim
Maxime Maximilian Maya Megan Mehdi Mehmet Melanie Melissa Mercedes Michael Michał Michel Michela Michele Michelle
Miguel Mihai Mike Mikhail Mila Milan Milena Mira Miriam Mirjam Mohamed Mohammad Mohammed Mohit Mona Monica Monika
Morgan Moritz Muhammad Murat Mustafa Nadia Nadine Naomi Natalia Natalie Natasha Nathalie Nathan Navid Neha Neil
Nicholas Nick Nicola Nicolas Nicole Niels Nikhil Nikita Nikola Nikolai Nikolas Nikos Nils Nina Nisha Noah Nora Olaf
Olga Oliver Olivia Olivier Omar Oscar Oskar Otto Pablo Paola Paolo Patricia Patrick Patrik Paul Paula Pauline Paulo
Pavel Pawel Paweł Pedro Peter Petra Philip Philipp Philippe Pierre Pieter Piotr Pooja Prachi Pradeep Pranav Prashant
Praveen Priya Priyanka Quentin Rachel Radu Rafael Rahul Rainer Raj Rajesh Ralf Ralph Ramesh Ramon Raphael Rashid Raul
Ravi Rebecca Reinhard Renata Renate Reza Ricardo Riccardo Richard Rishi Rita Robert Roberta Roberto Rodrigo Roger
Rohan Rohit Roland Roman Ronald Rosa Rosalie Ruben Rudolf Rupert Rustam Ryan Sabine Sabrina Sachin Saeed Said Salma
Salvatore Samantha Samir Samuel Sandeep Sandra Sanjay Sara Sarah Sascha Scott Sean Sebastian Sebastien Selina Serena
Sergei Sergey Sergio Seth Shannon Sharon Shreya Siddharth Sigrid Silke Silvia Simon Simona Simone Simran Sofia Sofie
Sonia Sonja Sophia Sophie Srinivas Stacy Stefan Stefania Stefano Steffen Stephan Stephanie Stephen Steve Steven Stuart
Sudhir Sunil Suresh Susan Susanne Sven Svenja Sylvain Sylvia Takashi Takeshi Tamara Tanja Tanya Tara Tatiana Ted
Teresa Terry Thea Theo Theodor Theresa Therese Thierry Thomas Thorsten Tiago Tiffany Tim Timo Timothy Tina Tobias Todd
Tom Tomas Tomasz Tommaso Tommy Tomáš Tony Torgny Torsten Tracy Tristan Tyler Ulisse Ulrich Ulrike Ursula Uwe Vaishnavi
Valentin Valentina Valeria Valerie Vanessa Varun Vasilis Vera Verena Veronica Veronika Vicky Victoria Vijay Vikram
Viktor Viktoria Vincent Vincenzo Virginia Vivek Vladimir Walter Wei Wendy Werner Weronica Wiebke Wilhelm William
Wojciech Wolfgang Xavier Yann Yannick Yannis Yasmin Yasmine Yosef Youssef Yuki Yuri Yusuf Yves Yvonne Zachary Zahra
Zoe Zoltán Åsa Łukasz
"""
GIVEN_NAMES = frozenset(NAMES.split())
