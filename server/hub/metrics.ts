import type { Hub } from './hub.ts';

type Kind = 'gauge' | 'counter';

/** The hub's figures in Prometheus's text format. None of them names anybody. */
export function metricsOf({ isOpen, book, viewers, checks, partners, counts, lines }: Hub): string {
  const figures: readonly (readonly [string, Kind, string, number])[] = [
    ['up', 'gauge', 'Whether the stream to the messaging server is open.', isOpen ? 1 : 0],
    ['agents', 'gauge', 'Agents of whom something was heard on this stream.', book.size],
    ['agents_online', 'gauge', 'Agents of whom a device is available.', book.online],
    ['viewers', 'gauge', 'Devices that watch agents.', viewers.size],
    ['watches', 'gauge', 'Watched agents, each counted once for each viewer.', viewers.watches],
    ['waiting', 'gauge', 'Places in the lines for groups and skills.', lines.size],
    ['partners', 'gauge', 'Other hubs that have answered last.', partners.size],
    ['requests_total', 'counter', 'Requests that were answered.', counts.requests],
    ['refusals_total', 'counter', 'Requests that were answered with an error.', counts.refusals],
    ['headlines_total', 'counter', 'Messages by which viewers were told of changes.', counts.headlines],
    ['states_total', 'counter', 'States that viewers were told.', counts.states],
    ['probes_total', 'counter', 'Agents whose servers were asked for their presence.', counts.probes],
    ['checks_total', 'counter', 'Devices that were asked whether they are there.', checks.asked],
    ['streams_total', 'counter', 'Streams to the messaging server that were opened.', counts.streams],
    ['partners_lost_total', 'counter', 'Times that another hub was found gone.', counts.partnersLost],
  ];
  return figures
    .map(([name, kind, help, value]) => {
      const full = `backchannel_hub_${name}`;
      return `# HELP ${full} ${help}\n# TYPE ${full} ${kind}\n${full} ${value}\n`;
    })
    .join('');
}
