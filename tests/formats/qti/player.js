// Plays an item of QTI 3.0 in the page's <item-container>: anew for each of the responses, answered once.
/**
 * @param {{ xml: string, given: Record<string, unknown>[] }} task
 */
async ({ xml, given }) => {
  /**
   * @typedef {HTMLElement & { updateComplete: Promise<void> }} Lit
   * @typedef {Lit & { itemXML: string | null, itemDoc: Document | null, shadowRoot: ShadowRoot }} Container
   * @typedef {HTMLElement & { showStatus: string }} Modal
   * @typedef {{ variables: { identifier: string, value: unknown }[] }} Variables
   * @typedef {{ updateResponseVariable(name: string, value: unknown): void, processResponse(): void }} Processing
   */
  /** @type {Container | null} */
  const host = document.querySelector("item-container");
  if (!host) throw new Error("the page has no player");
  const moment = () => new Promise((resolve) => setTimeout(resolve, 0));

  /** @param {Container} container */
  async function loaded(container) {
    container.itemXML = null;
    container.itemDoc = null;
    await container.updateComplete;
    await moment();
    container.itemXML = xml;
    const deadline = performance.now() + 10_000;
    for (;;) {
      await container.updateComplete;
      /** @type {(Lit & Variables & Processing) | null} */
      const item = container.shadowRoot.querySelector("qti-assessment-item");
      if (item?.variables.some((variable) => variable.identifier === "MAXSCORE")) return item;
      if (performance.now() > deadline) throw new Error("the player does not load the item");
      await moment();
    }
  }

  /**
   * @param {Container} container
   * @param {Record<string, unknown>} responses
   */
  async function played(container, responses) {
    const item = await loaded(container);
    await item.updateComplete;
    await moment();
    for (const [name, value] of Object.entries(responses)) item.updateResponseVariable(name, value);
    item.processResponse();
    await item.updateComplete;
    await moment();
    /** @type {NodeListOf<Modal>} */
    const modals = item.querySelectorAll("qti-modal-feedback");
    const feedback = [...modals].filter((modal) => modal.showStatus === "on");
    return {
      score: Number(item.variables.find((variable) => variable.identifier === "SCORE")?.value),
      said: feedback.map((modal) => modal.textContent.trim().replace(/\s+/g, " ")),
    };
  }

  const results = [];
  for (const responses of given) results.push(await played(host, responses));
  return results;
}
