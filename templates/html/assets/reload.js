// The preview reloads the page when the course has been built anew.
(() => {
  /** @type {string | undefined} */
  let known;
  setInterval(async () => {
    try {
      const revision = await (await fetch("/__revision", { cache: "no-store" })).text();
      if (known !== undefined && revision !== known) location.reload();
      known = revision;
    } catch {
      // The server is being restarted; the next second may find it again.
    }
  }, 1000);
})();
