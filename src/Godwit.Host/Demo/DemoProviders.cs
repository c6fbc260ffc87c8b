namespace Godwit.Host.Demo;

/// <summary>The providers that the demo's simulator pretends to be, each under a path of its own.</summary>
internal static class DemoProviders
{
    /// <summary>
    /// The variable the demo's Provider resources take their credential from; its value is worth nothing.
    /// </summary>
    public const string CredentialVariable = "GODWIT_DEMO_CREDENTIAL";

    /// <summary>Catalog names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "openai", "alibaba-qwen", "zhipu-glm", "baidu-qianfan", "tencent-hunyuan", "baichuan", "sensenova",
        "google-gemini", "anthropic", "deepseek", "mistral",
    ];
}
