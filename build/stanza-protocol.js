// The parts of XMPP that Backchannel uses, in place of all that StanzaJS has (see stanza-slim.mjs).
import rfc6120 from 'stanza/protocol/rfc6120.js';
import rfc6121 from 'stanza/protocol/rfc6121.js';
import rfc7395 from 'stanza/protocol/rfc7395.js';
import disco from 'stanza/protocol/xep0030.js';
import resultSets from 'stanza/protocol/xep0059.js';
import chatStates from 'stanza/protocol/xep0085.js';
import entityCapabilities from 'stanza/protocol/xep0115.js';
import receipts from 'stanza/protocol/xep0184.js';
import blocking from 'stanza/protocol/xep0191.js';
import streamManagement from 'stanza/protocol/xep0198.js';
import ping from 'stanza/protocol/xep0199.js';
import delay from 'stanza/protocol/xep0203.js';
import carbons from 'stanza/protocol/xep0280.js';
import forwarding from 'stanza/protocol/xep0297.js';
import archive from 'stanza/protocol/xep0313.js';
import lastInteraction from 'stanza/protocol/xep0319.js';
import chatMarkers from 'stanza/protocol/xep0333.js';
import processingHints from 'stanza/protocol/xep0334.js';
import clientState from 'stanza/protocol/xep0352.js';
import stanzaIds from 'stanza/protocol/xep0359.js';
import dataForms from './stanza-forms.js';

export default [
  rfc6120,
  rfc6121,
  rfc7395,
  dataForms,
  disco,
  resultSets,
  chatStates,
  entityCapabilities,
  receipts,
  blocking,
  streamManagement,
  ping,
  delay,
  carbons,
  forwarding,
  archive,
  lastInteraction,
  chatMarkers,
  processingHints,
  clientState,
  stanzaIds,
];
