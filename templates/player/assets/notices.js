// The line that says whether a student's steps are kept.

const WORDS = {
  connecting: "connecting", none: "not_recorded", broken: "no_session", review: "review_mode", normal: "recording",
  failed: "not_saved", cramped: "too_long", saved: "saved_again", left: "left_course",
};
const LOUD = ["broken", "failed", "cramped"];

/** Show a state of the recording; what a student has to know stays in view. */
export function showRecording(page, words, state) {
  const line = page.querySelector(".recording");
  line.querySelector("[role=status]").textContent = words[WORDS[state]];
  line.classList.toggle("is-loud", LOUD.includes(state));
  line.dataset.state = state;
}
