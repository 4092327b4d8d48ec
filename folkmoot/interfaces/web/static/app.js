// Lets the pages be installed, be told of news while none is open, and say so where there is no network.

navigator.serviceWorker?.register(`/sw.js?in=${document.documentElement.lang}`);
