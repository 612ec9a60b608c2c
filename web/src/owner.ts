/** The owner's page: puts the rooms together. */
import './platform/ui/tokens.css'
import './platform/ui/base.css'
import './platform/theme'

import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { createRouter, createWebHashHistory } from 'vue-router'

import App from './owner/App.vue'
import ChatPage from './owner/ChatPage.vue'
import { followKeyboard, startServiceWorker } from './platform/device'
import { setSide } from './platform/http'
import { toastRefusal } from './platform/toast'

setSide('owner')
followKeyboard()
startServiceWorker()

const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', component: ChatPage },
    { path: '/pets', component: () => import('./owner/PetsPage.vue') },
    { path: '/talks', component: () => import('./owner/TalksPage.vue') },
    { path: '/g/join/:token', component: () => import('./chat/GroupJoin.vue') },
    { path: '/g/:c', component: () => import('./owner/GroupPage.vue') },
    { path: '/me', component: () => import('./owner/MePage.vue') },
    { path: '/:rest(.*)', redirect: '/' },
  ],
})

// A page that could not be fetched is a tap without an answer.
router.onError(toastRefusal)

createApp(App).use(createPinia()).use(router).mount('#app')
