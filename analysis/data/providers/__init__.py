"""The publishers: one small file each behind one interface (`analysis.data.providers.base`).

`analysis.data.providers.registry` says who owns which table, `analysis.data.providers.transport` asks them.
"""
