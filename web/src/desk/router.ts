/** The desk's addresses. They live behind the hash: the server knows one page only. */
import { createRouter, createWebHashHistory } from 'vue-router'

const Inbox = () => import('./Inbox.vue')

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'inbox', component: Inbox },
    { path: '/c/:c', name: 'conversation', component: Inbox },
    { path: '/g/join/:token', name: 'group-join', component: () => import('../chat/GroupJoin.vue') },
    { path: '/g/:c', name: 'group', component: Inbox },
    { path: '/schedule', name: 'schedule', component: () => import('./Schedule.vue') },
    { path: '/schedule/replan/:day', name: 'replan', component: () => import('./Replan.vue') },
    { path: '/board', name: 'board', component: () => import('./Board.vue') },
    { path: '/people', name: 'people', component: () => import('./People.vue'), meta: { manager: true } },
    { path: '/roster', name: 'roster', component: () => import('./Roster.vue'), meta: { manager: true } },
    { path: '/catalogue/:code?', name: 'catalogue', component: () => import('./Catalogue.vue'), meta: { manager: true } },
    { path: '/seasons', name: 'seasons', component: () => import('./Seasons.vue'), meta: { manager: true } },
    { path: '/policies', name: 'policies', component: () => import('./Policies.vue'), meta: { manager: true } },
    { path: '/overrides', name: 'overrides', component: () => import('./Overrides.vue'), meta: { manager: true } },
    { path: '/consents', name: 'consents', component: () => import('./Consents.vue'), meta: { manager: true } },
    { path: '/records', name: 'records', component: () => import('./Records.vue'), meta: { manager: true } },
    { path: '/language-model', name: 'language-model', component: () => import('./LanguageModel.vue'), meta: { manager: true } },
    { path: '/settings', name: 'settings', component: () => import('./Settings.vue'), meta: { manager: true } },
    { path: '/join/:token', name: 'join', component: () => import('./Join.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
