import vue from '@vitejs/plugin-vue';

const isCustomElement = (tag) => tag.startsWith('backchannel-');

export default { plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] };
