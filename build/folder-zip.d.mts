export function folderZip(folder: string, replaced?: Readonly<Record<string, string>>): Promise<Uint8Array>;
