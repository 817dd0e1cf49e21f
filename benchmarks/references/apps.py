from django.apps import AppConfig


class ReferencesConfig(AppConfig):
    name = "benchmarks.references"
    label = "typical"

    def import_models(self):
        from benchmarks.references import typical_models

        self.models_module = typical_models
        self.models = self.apps.all_models[self.label]
