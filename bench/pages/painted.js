/** @returns {Promise<number>} the time at which the frame with the present DOM has been handed to the compositor, on the clock that all pages of a machine share */
export function painted() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
      port2.postMessage(null);
    });
  });
}
