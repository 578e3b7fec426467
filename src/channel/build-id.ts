/** Tells builds apart. The build replaces it by a hash of the sources (build/build-id.mjs). */
export const BUILD_ID = 'unbuilt';
