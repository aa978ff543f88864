-- LiteLLM keeps its own tables, apart from ours.
CREATE DATABASE litellm;
