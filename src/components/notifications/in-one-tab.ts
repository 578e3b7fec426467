const HELD_MS = 3_000;

/** Runs the action in only one of the pages that ask for the same name at about the same time. */
export async function inOneTab(name: string, action: () => Promise<void> | void): Promise<void> {
  // Web Locks need a secure context; without one each page acts.
  if (!navigator.locks) {
    await action();
    return;
  }
  await navigator.locks.request(`backchannel ${name}`, { ifAvailable: true }, async (lock) => {
    if (lock) {
      await action();
      await new Promise((resolve) => setTimeout(resolve, HELD_MS));
    }
  });
}
