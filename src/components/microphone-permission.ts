/** Has the browser ask the agent for the microphone in this very page; what they decide shows when it is asked for again. */
export async function askForMicrophoneHere(): Promise<void> {
  const stream = await navigator.mediaDevices?.getUserMedia({ audio: true }).catch(() => undefined);
  for (const track of stream?.getTracks() ?? []) track.stop();
}
