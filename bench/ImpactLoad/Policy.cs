namespace Godwit.ImpactLoad;

/// <summary>The configuration asked about: six providers, and a policy that excludes four territories.</summary>
internal static class Policy
{
    private static readonly string[] Names = ["maker", "a", "b", "c", "d", "e"];

    public static string Yaml() => string.Join("\n---\n", Providers().Append(
        """
        kind: TerritoryPolicy
        name: cut
        spec:
          scope: { providers: [maker] }
          serves: { exclude: [CN, RU, IR, HK] }
        """));

    private static IEnumerable<string> Providers() => Names.Select(name =>
        $$"""
        kind: Provider
        name: {{name}}
        spec:
          dialect: openai_chat
          base_url: http://127.0.0.1:9/v1
          models: [{ name: model-0 }, { name: model-1 }, { name: model-2 }, { name: model-3 }]
        """);
}
