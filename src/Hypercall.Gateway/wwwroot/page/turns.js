/** Whose turn it is. */

/**
 * A task that runs once at a time. Who asks for it while it runs gets one more run, together with all others who do.
 * None is cut short, so that one ends however often it is asked for.
 * @param {() => Promise<void>} task
 * @returns {() => Promise<void>} Done once a run has ended that began after the call.
 */
export function inTurn(task) {
  let running = Promise.resolve();
  /** @type {Promise<void> | null} */ let next = null;
  const start = () => {
    next = null;
    running = task();
    return running;
  };
  return () => {
    next ??= running.then(start, start);
    return next;
  };
}
