"""Measurements that are too slow or too much about one machine to be tests."""
