// A press of the pointer, from down to up: what moves away in between is not clicked.
let pressed = false;
addEventListener("pointerdown", () => { pressed = true; }, true);
for (const sign of ["pointerup", "pointercancel"]) addEventListener(sign, () => { pressed = false; }, true);

/**
 * Run what moves the page at once or, while the pointer is down, after the click that its release makes:
 * leaving a field shows what is wrong with it, and the button that was pressed for must not slip from under the pointer.
 * @param {() => void} run
 */
export function afterPress(run) {
  if (!pressed) {
    run();
    return;
  }
  const over = () => {
    for (const sign of ["pointerup", "pointercancel"]) removeEventListener(sign, over, true);
    setTimeout(run);
  };
  for (const sign of ["pointerup", "pointercancel"]) addEventListener(sign, over, true);
}
