import { h, onUnmounted, ref, shallowRef } from 'vue';
import { openWorkspace } from '@backchannel/widget';

/** The workspace is opened when the component is mounted, and taken away when it is unmounted. A template needs `isCustomElement` for the tag. */
export const Colleagues = {
  setup() {
    // A proxy of the workspace wouldn't do: it has private members.
    const workspace = shallowRef(openWorkspace());
    const problem = ref('');
    workspace.value.ready.catch(({ code }) => (problem.value = code));
    onUnmounted(() => workspace.value.destroy());
    return () => [
      h('backchannel-workspace', { '.workspace': workspace.value, style: { display: 'block', blockSize: '600px' } }),
      problem.value ? h('p', { role: 'alert' }, problem.value) : null,
    ];
  },
};
