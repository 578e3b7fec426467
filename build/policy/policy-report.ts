import * as v from 'valibot';
import { policyProblemText } from '../../src/extension/options/policy-problem-text.ts';
import { gatherValues } from '../../src/extension/policy/gathered-values.ts';
import { MANAGED, policyOf } from '../../src/extension/policy/policy-values.ts';
import type { PolicyProblem } from '../../src/model/policy.ts';
import { FIREFOX_ID } from '../extension-id.ts';
import { type DescribedValue, describedValues } from './values.ts';

/** What an administrator is told of a policy. */
export interface PolicyReport {
  readonly text: string;
  /** Whether nothing is wrong. */
  readonly isRight: boolean;
}

const values = v.record(v.string(), v.unknown());
const chromiumFile = v.looseObject({ '3rdparty': v.object({ extensions: v.record(v.string(), values) }) });
const firefoxFile = v.object({ policies: v.looseObject({ '3rdparty': v.object({ Extensions: v.record(v.string(), values) }) }) });

/** Says of a file's text what the policy in it means: a line for each value, those that aren't set included. */
export function policyReport(fileText: string): PolicyReport {
  let file: unknown;
  try {
    file = JSON.parse(fileText);
  } catch (error) {
    return { text: `This isn't JSON: ${error instanceof Error ? error.message : ''}`, isRight: false };
  }
  const parts = extensionsIn(file);
  const reports = parts.map(({ title, stored }) => {
    const { text, isRight } = reportOf(stored);
    return { text: title === undefined ? text : `${title}\n\n${text}`, isRight };
  });
  return { text: reports.map(({ text }) => text).join('\n\n'), isRight: reports.every(({ isRight }) => isRight) };
}

/** The extensions that a browser's file has values for; of a file that is no browser's, the file itself. */
function extensionsIn(file: unknown): readonly { readonly title?: string; readonly stored: unknown }[] {
  const chromium = v.safeParse(chromiumFile, file);
  if (chromium.success) {
    return Object.entries(chromium.output['3rdparty'].extensions).map(([id, stored]) => ({
      title: `For Chromium's extension ${id}:`,
      stored,
    }));
  }
  const firefox = v.safeParse(firefoxFile, file);
  if (!firefox.success) return [{ stored: file }];
  return Object.entries(firefox.output.policies['3rdparty'].Extensions).map(([id, stored]) => ({
    title: id === FIREFOX_ID ? `For Backchannel in Firefox:` : `For Firefox' add-on ${id}, which isn't Backchannel (${FIREFOX_ID}):`,
    stored,
  }));
}

function reportOf(stored: unknown): PolicyReport {
  const { problems } = policyOf(stored);
  const { given } = gatherValues(stored, Object.keys(MANAGED));
  const described = describedValues();
  const set = described.filter(({ name }) => given.has(name)).map((value) => meaning(value, given.get(value.name), problems));
  const unset = described.filter(({ name }) => !given.has(name)).map(({ name }) => name);
  const named = new Set(described.filter(({ name }) => given.has(name)).map(({ name }) => name));
  const others = problems.filter(({ key }) => !named.has(key)).map((problem) => `✖ ${problem.key}: ${policyProblemText(problem)}`);
  const count = new Set(problems.map(({ key }) => key)).size;
  const sum = count === 0 ? 'Nothing is wrong.' : `${count} ${count === 1 ? 'value is' : 'values are'} wrong.`;
  return { text: [...set, ...others, `  Not set: ${unset.join(', ')}.`, sum].join('\n'), isRight: count === 0 };
}

/** A line about a value that is set, and one for each thing that is wrong with it. */
function meaning({ name, description }: DescribedValue, given: unknown, problems: readonly PolicyProblem[]): string {
  const own = problems.filter(({ key }) => key === name);
  const shown = typeof given === 'symbol' ? 'unreadable' : JSON.stringify(given);
  const wrong = own.map((problem) => `\n    ${policyProblemText(problem)}`);
  return `${own.length ? '✖' : '✔'} ${name} = ${shown}\n    ${description}${wrong.join('')}`;
}
