// Plays an item of QTI 3.0 in the page's <item-container>: anew for each of the responses, answered once.
async ({ xml, given }) => {
  const container = document.querySelector("item-container");
  const moment = () => new Promise((resolve) => setTimeout(resolve, 0));

  async function loaded() {
    container.itemXML = null;
    container.itemDoc = null;
    await container.updateComplete;
    await moment();
    container.itemXML = xml;
    const deadline = performance.now() + 10_000;
    for (;;) {
      await container.updateComplete;
      const item = container.shadowRoot.querySelector("qti-assessment-item");
      if (item?.variables.some((variable) => variable.identifier === "MAXSCORE")) return item;
      if (performance.now() > deadline) throw new Error("the player does not load the item");
      await moment();
    }
  }

  async function played(responses) {
    const item = await loaded();
    await item.updateComplete;
    await moment();
    for (const [name, value] of Object.entries(responses)) item.updateResponseVariable(name, value);
    item.processResponse();
    await item.updateComplete;
    await moment();
    const feedback = [...item.querySelectorAll("qti-modal-feedback")].filter((one) => one.showStatus === "on");
    return {
      score: Number(item.variables.find((variable) => variable.identifier === "SCORE").value),
      said: feedback.map((one) => one.textContent.trim().replace(/\s+/g, " ")),
    };
  }

  const results = [];
  for (const responses of given) results.push(await played(responses));
  return results;
}
