/* The linter's rules of our own. */

const WRITTEN_PRIVATE =
  ':matches(PropertyDefinition, MethodDefinition[kind!="constructor"])[accessibility="private"]:not(:has(> Decorator))';
const ANY_SIGNAL = 'MemberExpression[object.name="AbortSignal"][property.name="any"]';

const rule = (selector, message) => ({ create: (context) => ({ [selector]: (node) => context.report({ node, message }) }) });

export default {
  meta: { name: 'backchannel' },
  rules: {
    // There is one way to write a private member. `private` stays where `#` can't be written, on a constructor's parameter and under a decorator.
    'private-members': rule(WRITTEN_PRIVATE, 'Write a private member as #name.'),
    // Node collects such a signal as garbage before it aborts.
    'no-abort-signal-any': rule(ANY_SIGNAL, 'Use withTimeLimit (src/background/time/waits.ts).'),
  },
};
