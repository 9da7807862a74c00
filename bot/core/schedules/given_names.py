"""Common given names from many countries, chosen by hand: few of them show that words next to titles are people.

`data/names.txt` has far more, and so takes the surnames of authors for given names too often. But it lacks many names,
above all from India. Names that are words too, or that name something in papers (Adam, Julia, Max), are left out.
"""

from __future__ import annotations

NAMES = """
Aarav Aaron Abdul Abdullah Abhijit Abhinav Abhishek Abigail Ada Adele Aditi Aditya Adnan Adrian Adriana Agata Agnes
Agnieszka Ahmad Ahmed Aidan Aisha Ajay Akash Akihiro Akira Akshay Alain Alan Albert Alberto Albin Alejandra Alejandro
Aleksander Aleksandr Aleksandra Aleksi Alessandra Alessandro Alex Alexander Alexandra Alexandre Alexandros Alexei Alexey
Alexis Ali Alice Alicia Alina Aline Alireza Alison Alistair Allison Alvaro Álvaro Aman Amanda Amelia Amelie Amin Amina
Amir Amira Amit Amol Amy Amélie Ana Ananya Anas Anastasia Anders Andrea Andreas Andreea Andrei Andrej Andres Andrew
Andrey Andrzej Andrés Andy Aneesh Angela Angelika Angelo Angus Aniket Anil Anirudh Anita Anjali Ankit Ankur Anna Annabel
Anne Annemarie Annette Annie Annika Anouk Antoine Anton Antonia Antonio Antonis Anuj Anya Apoorv Arash Arda Ariel Arif
Arjun Armin Arnaud Arnav Arne Arthur Arturo Arun Arvind Åsa Ashish Ashwin Astrid Atul Audrey Aurelie Avi Axel Ayesha
Aylin Ayşe Barbara Bart Bartosz Bas Bastian Bastien Beata Beatrice Beatriz Becky Ben Bence Benedikt Benjamin Benny
Benoit Benoît Bernard Bernd Bernhard Bethany Bhavya Bianca Bilal Birgit Björn Bob Bogdan Boris Boshko Braden Bram
Brandon Brenda Brendan Brian Brigitte Bruno Burak Camila Camille Carla Carlo Carlos Carmen Carol Carolina Caroline Casey
Casper Caterina Catherine Cecilia Cedric Chaitanya Charles Charlie Charlotte Cheng Chengyu Chiara Chloe Chloé Chris
Christian Christina Christine Christoph Christopher Ciara Claire Clara Claudia Claus Clemens Clément Colin Connor
Corentin Corinna Cornelia Craig Cristian Cristina Cynthia Cyril Cédric Damian Damien Dan Dana Daniel Daniela Daniele
Daria Darius Dariusz David Davide Debora Deborah Deepak Denise Deniz Dennis Derek Dhruv Diana Diego Dieter Dimitra
Dimitri Dimitrios Dimitris Dirk Divya Dmitri Dmitry Dmytro Dominik Dominique Donald Dora Doris Dorothea Douglas Duncan
Dylan Déborah Ece Edgar Edoardo Eduard Eduardo Edward Edwin Eero Efe Eitan Ekaterina Elaine Eleanor Elena Eleni Eleonora
Elias Elie Elif Elisa Elisabeth Elise Elizabeth Elke Ella Ellen Eloise Elsa Emanuele Emil Emilia Emilie Emilio Emily
Emir Emma Emmanouil Emmanuel Emre Enrico Enrique Enzo Eoin Eric Erica Erik Erika Erin Ermal Ernesto Esra Esther Ethan
Etienne Étienne Eugene Eva Evan Evelyn Fabian Fabio Fares Farid Fatemeh Fatih Fatima Fatou Fattaneh Federica Federico
Felipe Felix Ferdinand Fergus Fernanda Fernando Filip Finn Fiona Flavio Florence Florian Floris Francesca Francesco
Francis Francisco Frank Franziska Frederic Frederick Frederik Fredrik Freya Friedrich Furkan Félix Gabor Gabriel
Gabriela Gabriele Gareth Gary Gaurav Gavin Gaël Geert Gemma Geoffrey Georg George Georgia Georgios Gerald Gerard Gerhard
Gerrit Ghada Giacomo Giancarlo Gianluca Gijs Giorgio Giorgos Giovanni Girish Giulia Giulio Giuseppe Gleb Gloria Gonzalo
Gonçalo Graham Gregor Gregory Greta Guido Guillaume Guillem Guillermo Gunnar Gustavo Gábor Hadrien Hakan Hamid Hamza
Hana Hanna Hannah Hannes Hans Hao Haoran Harald Harini Harriet Harry Harsh Harsha Hasan Hassan Hayley Heather Heidi
Heike Helen Helena Helene Hendrik Henning Henri Henrik Henrique Henry Himanshu Hiroshi Hoang Holger Hossein Hubert Huda
Hugo Hussein Hélène Ian Ibrahim Ignacio Igor Ilaria Ilias Ilya Imran Ines Ingo Ingrid Ioannis Irene Irina Iris Isaac
Isabel Isabella Isabelle Ishaan Ismail István Ivan Ivana Iván Jaakko Jaana Jack Jackie Jacob Jacqueline Jacques Jae
Jaime Jake Jakob Jakub Jamal James Jamie Jan Jana Jane Janet Janine Jannik Jannis Jared Jarek Jaroslav Jasmin Jasmine
Jason Jasper Javier Jean Jeff Jeffrey Jelena Jenna Jennifer Jenny Jens Jeremy Jeroen Jerome Jesper Jessica Jesús Jim
Jing Jiri Jiří Joachim Joana Joanna Joao Joaquin Jochen Joe Joel Joelle Joep Johan Johann Johanna Johannes John Johnny
Jon Jonas Jonathan Joost Jorge Joris Jose Josef Josep Joseph Josephine Josh Joshua Josue José Joyce João Juan Judith
Julian Juliana Julie Julien Juliette Julio Junaid Justin Justyna Jérémy Jérôme Jörg Jürgen Kai Kalle Kamal Kamil Kapil
Karan Karel Karen Karim Karin Karina Karl Karolina Karsten Kartik Kasper Katarina Katarzyna Kate Katerina Katharina
Katherine Kathleen Kathrin Kathryn Katie Katja Katrin Kavya Keerthana Keith Kelly Kemal Kenji Kenneth Kerstin Kevin
Khaled Khalid Kieran Kimberly Kiran Klara Klaus Koen Konrad Konstantin Konstantinos Kostas Krishna Kristian Kristin
Kristina Kristof Krzysztof Kumar Kunal Kyle Kyung Lara Larissa Lars Lasse Laura Lauren Laurence Laurent Lea Leah Lei
Leila Lena Leonard Leonardo Leonie Leslie Leyla Liam Lidia Lieke Lilian Lilly Lina Linda Lisa Logan Lorena Lorenzo Lotte
Louis Louisa Louise Loïc Luc Luca Lucas Lucia Lucie Lucien Lucy Lucía Ludwig Luigi Luis Luisa Lukas Łukasz Luke Lydia
László Léa Maarten Maciej Madeleine Madison Magdalena Magnus Mahdi Mahmoud Maja Maksim Malene Malik Malte Manish Manoj
Manon Mansi Manuel Manuela Marc Marcel Marcin Marco Marcos Marcus Marek Margaret Margherita Margot Maria Mariana
Marianne Marie Marijn Marina Mario Marion Marius Marjan Marko Markus Marta Martha Martijn Martin Martina Mateo Mateusz
Mathew Mathias Mathieu Mathilde Matias Mats Matt Matteo Matthew Matthias Matthieu Mattia Mattias Maureen Maurice Maxim
Maxime Maximilian Maya Mayank Małgorzata Megan Mehdi Mehmet Mehul Meike Melanie Melissa Mercedes Merel Michael Michal
Michał Michel Michela Michele Michelle Miguel Mihaela Mihai Mikael Mike Mikhail Mikko Mila Milan Milena Mira Miriam
Mirjam Mohamed Mohammad Mohammed Mohit Mohsen Mona Monica Monika Monique Morgan Moritz Mridul Muhammad Mukesh Murat
Mustafa Nadav Nadia Nadine Namrata Nandini Naomi Nasim Natalia Natalie Natasa Natasha Nathalie Nathan Nathaniel Nattapat
Navid Nayan Neeraj Neha Neil Nelly Niamh Nicholas Nick Nicola Nicolas Nicole Nicolás Niels Nikhil Nikita Niklas Nikola
Nikolai Nikolas Nikos Nils Nina Nisha Nitin Noah Nora Nour Octavian Oded Oguz Oisín Olaf Oleg Olena Olga Oliver Olivia
Olivier Olof Omar Omer Ondrej Ondřej Ori Oriol Osama Oscar Oskar Otto Özge Pablo Paola Paolo Parth Pascale Patrice
Patricia Patrick Patrik Paul Paula Pauline Paulo Pavel Pawel Paweł Pedro Pere Peter Petr Petra Petros Philip Philipp
Philippa Philippe Phuong Pierre Piet Pieter Pietro Piotr Pooja Prachi Pradeep Prakash Pranav Prashant Prateek Praveen
Priya Priyanka Péter Qing Quentin Rachel Radu Rafael Rafał Rahul Rainer Raj Rajat Rajesh Rakesh Ralf Ralph Ramesh Rami
Ramon Rania Raphael Raquel Rashid Raul Ravi Rebecca Reema Reinhard Reinhold Renata Renate Renato Renaud Rene René Reza
Rhea Ricardo Riccardo Richard Rik Rishi Rita Robbie Robert Roberta Roberto Robin Rocío Rodolfo Rodrigo Roger Rohan Rohit
Roland Romain Roman Ronald Ronan Roope Rory Rosa Rosalie Rosario Roshan Roxana Ruben Rudolf Rupert Rustam Ryan Rémi
Sabina Sabine Sabrina Sachin Saeed Sahil Sai Said Sakshi Salma Salvatore Samantha Samir Samira Samuel Samuele Sandeep
Sandra Sandro Sanjay Sanne Santiago Sara Sarah Sascha Saskia Saurabh Sayed Scott Sean Sebastian Sebastien Sebastián
Selina Serena Sergei Sergey Sergi Sergio Seth Shahin Shannon Sharon Shashank Shivam Shivani Shreya Shruti Shubham
Siddharth Sigrid Silke Silvia Simon Simona Simone Simran Siobhan Slava Sneha Sofia Sofie Soham Solène Sonia Sonja Sophia
Sophie Soumya Srinivas Stacy Staffan Stanislav Stavros Stefan Stefania Stefano Steffen Stella Stephan Stephanie Stephen
Steve Steven Stijn Stuart Sudhir Sumit Sung Sunil Sunita Suresh Susan Susanne Sven Svenja Swati Syed Sylvain Sylvia
Szymon Tadeusz Takashi Takeshi Tal Tamara Tamás Tanja Tanmay Tanvi Tanya Tara Taras Tariq Tatiana Tatjana Ted Terence
Teresa Terry Thea Theo Theodor Theresa Therese Thibault Thierry Thijs Thomas Thorsten Tiago Tiffany Tijl Tim Timo
Timothy Tina Tobia Tobias Todd Tom Tomas Tomasz Tommaso Tommy Tomoko Tomáš Tony Torben Torgny Torsten Tracy Trevor
Tristan Tuan Tuomas Twan Tyler Ulisse Ulrich Ulrike Umberto Umut Ursula Utkarsh Uwe Vadim Vaibhav Vaishnavi Valentin
Valentina Valeria Valerie Vanessa Varun Vasco Vasilis Vedran Vegard Vera Verena Veronica Veronika Vicky Victoria Viet
Vijay Vikram Viktor Viktoria Vinay Vincent Vincente Vincenzo Vineet Virginia Vishal Vito Vivek Vladimir Vít Walter Wei
Wendy Wenxuan Werner Weronica Wiebke Wilfried Wilhelm Willem William Wim Wojciech Wolfgang Wouter Xavier Xiao Xin Yael
Yang Yanis Yann Yannick Yannis Yara Yasaman Yash Yasir Yasmin Yasmine Yasser Yiannis Yoav Yogesh Yohan Yolanda Yosef
Yotam Youssef Yu Yuki Yulia Yunus Yuri Yusuf Yuval Yuxuan Yves Yvonne Zach Zachary Zack Zahra Zainab Zeynep Zhen Zoe
Zoltán Zsolt Zuzana
"""
GIVEN_NAMES = frozenset(NAMES.split())
