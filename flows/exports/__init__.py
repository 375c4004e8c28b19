"""The views as files: CSV, JSON, Parquet, a workbook or a database, with what describes and proves them."""
