import { createApp, h, ref } from 'vue';
import { Colleagues } from './colleagues.js';

createApp({
  setup() {
    const isOpen = ref(true);
    return () => [
      h('button', { onClick: () => (isOpen.value = !isOpen.value) }, isOpen.value ? 'Leave' : 'Open'),
      isOpen.value ? h(Colleagues) : null,
    ];
  },
}).mount('#app');
