import { configureLocalization } from '@lit/localize';
import { sourceLocale, targetLocales } from '../locales/generated/locale-codes.ts';

/** A language that the views are written in. */
export type Locale = typeof sourceLocale | (typeof targetLocales)[number];

const localization = configureLocalization({ sourceLocale, targetLocales, loadLocale: () => import('../locales/generated/de.ts') });

/** The language for whoever asks for a BCP 47 tag such as "de-AT": its own where there is a translation, or else English. */
export function localeFor(language: string): Locale {
  const code = language.toLowerCase().split(/[-_]/)[0];
  return targetLocales.find((locale) => locale === code) ?? sourceLocale;
}

/** The language that the views are in now. */
export function shownLocale(): Locale {
  return localeFor(localization.getLocale());
}

/** Puts every view of this page into a language, once it is loaded. One that can't be loaded leaves them as they are. */
export async function showLocale(locale: Locale): Promise<void> {
  await localization.setLocale(locale).catch(() => undefined);
}

/** The locale for `Intl`: the views' language, in the agent's own region where the browser knows it. */
export function formattingLocale(): string {
  const locale = shownLocale();
  return navigator.languages.find((language) => language.split('-')[0] === locale) ?? locale;
}
