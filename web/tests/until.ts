const MOST_TURNS = 20_000

/** Lets the loop turn until something is so; fails when it never is. Needs no clock, so a slow machine is only slow. */
export async function until(isSo: () => unknown): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    if (await isSo()) return
    await new Promise((done) => setImmediate(done))
  }
  throw new Error(`never came: ${isSo.toString()}`)
}
