/** The desk's page: puts its parts together. */
import './platform/ui/tokens.css'
import './platform/ui/base.css'
import './desk/desk.css'
import './platform/theme'

import { createPinia } from 'pinia'
import { createApp } from 'vue'

import Desk from './desk/Desk.vue'
import { router } from './desk/router'
import { startServiceWorker } from './platform/device'
import { setSide } from './platform/http'
import { toastRefusal } from './platform/toast'

setSide('desk')
// A page that could not be fetched is a tap without an answer.
router.onError(toastRefusal)
createApp(Desk).use(createPinia()).use(router).mount('#app')
startServiceWorker()
