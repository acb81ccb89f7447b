"""Language models behind any server that speaks OpenAI's chat completions. Knows no Django.

`core.llm.client` alone imports the `openai` package: import it where a model is configured, and only
in a worker. Everything else here is free of it.
"""
