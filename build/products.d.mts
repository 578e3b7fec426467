export function buildProducts(names?: readonly ('embed' | 'extension')[]): Promise<void>;
