/* A rule of the linter. There is one way to write a private member, `#name`. `private` stays where `#` can't be written, on a constructor's parameter and under a decorator. */

const WRITTEN_PRIVATE =
  ':matches(PropertyDefinition, MethodDefinition[kind!="constructor"])[accessibility="private"]:not(:has(> Decorator))';

export default {
  meta: { name: 'backchannel' },
  rules: {
    'private-members': {
      create: (context) => ({ [WRITTEN_PRIVATE]: (node) => context.report({ node, message: 'Write a private member as #name.' }) }),
    },
  },
};
