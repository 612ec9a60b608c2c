/** Light, dark, or as the system says. */
import { ref } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'

const STORED = 'pawline.theme'
const dark = window.matchMedia('(prefers-color-scheme: dark)')

function stored(): Theme {
  const found = localStorage.getItem(STORED)
  return found === 'light' || found === 'dark' ? found : 'auto'
}

export const theme = ref<Theme>(stored())

function apply(): void {
  const isDark = theme.value === 'dark' || (theme.value === 'auto' && dark.matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', isDark ? '#161412' : '#F6F1E9')
}

export function setTheme(wanted: Theme): void {
  theme.value = wanted
  localStorage.setItem(STORED, wanted)
  apply()
}

dark.addEventListener('change', apply)
apply()
