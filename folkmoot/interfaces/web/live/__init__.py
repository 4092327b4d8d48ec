"""What makes pages lively: news of what is new while a page is open."""
