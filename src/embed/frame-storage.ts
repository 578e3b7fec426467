/** What is used of the Storage Access API, which TypeScript doesn't know whole. */
export interface StorageHandle {
  readonly SharedWorker?: (url: string | URL, options?: object) => SharedWorker;
}
type Request = (what: { readonly all: true }) => Promise<StorageHandle | undefined>;

/**
 * A frame in a page of another site has storage of its own for that site, where the browser keeps the two apart: the agent signs in there once more. The
 * Storage Access API gives it what the deployment's own pages have, if the agent has allowed that before. Where they haven't been asked yet, `canAsk` is set.
 */
export async function ownStorage(): Promise<{ readonly handle?: StorageHandle; readonly canAsk?: true }> {
  try {
    const { state } = await navigator.permissions.query({ name: 'storage-access' });
    if (state === 'denied' || !requestOf()) return {};
    if (state === 'prompt') return { canAsk: true };
    const handle = await askForStorage();
    return handle ? { handle } : {};
  } catch {
    // The browser doesn't know the permission: the frame goes on with the storage that it has.
    return {};
  }
}

/** Has the browser ask the agent, who has just pressed something. @returns undefined if they, or the browser, say no */
export async function askForStorage(): Promise<StorageHandle | undefined> {
  try {
    return await requestOf()?.call(document, { all: true });
  } catch {
    // The frame goes on with the storage that it has.
    return undefined;
  }
}

function requestOf(): Request | undefined {
  return (document as { readonly requestStorageAccess?: Request }).requestStorageAccess;
}

/**
 * Whether a page of this origin and this document are of one site, as far as their hosts tell, so that browsers give this document the same storage as
 * anywhere. For a public suffix of two parts, such as `co.uk`, it is taken for one too.
 */
export function isOfSameSite(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname, protocol } = new URL(origin);
  const siteOf = (host: string) => (/^[\d.]+$|:/.test(host) ? host : host.split('.').slice(-2).join('.'));
  return protocol === location.protocol && siteOf(hostname) === siteOf(location.hostname);
}
