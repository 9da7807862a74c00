// Links to the server lead to discord.com. Here they lead to the local server instead.
const map = document.querySelector("script[data-map]").dataset.map;

document.addEventListener("click", event => {
  const link = event.target.closest?.("a[href]");
  const [, kind, , channel] = link?.href.match(/^https:\/\/discord\.com\/(channels|events)\/(\d+)(?:\/(\d+))?/) ?? [];
  if (!kind) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  location.assign(kind === "channels" && channel ? `${map}/at/${channel}` : `${map}#events`);
}, true);
