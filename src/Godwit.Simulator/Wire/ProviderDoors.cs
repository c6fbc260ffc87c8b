using System.Collections.Frozen;

namespace Godwit.Simulator.Wire;

/// <summary>Which dialects a provider speaks. A name that is not listed speaks them all.</summary>
internal static class ProviderDoors
{
    private static readonly Dialect[] All = Enum.GetValues<Dialect>();
    private static readonly Dialect[] Three = [Dialect.Chat, Dialect.Responses, Dialect.Messages];
    private static readonly Dialect[] OpenAIOnly = [Dialect.Chat, Dialect.Responses];

    private static readonly FrozenDictionary<string, Dialect[]> ByName = new Dictionary<string, Dialect[]>
    {
        ["openai"] = OpenAIOnly,
        ["azure-openai"] = OpenAIOnly,
        ["xai"] = OpenAIOnly,
        ["baidu-qianfan"] = OpenAIOnly,
        ["anthropic"] = [Dialect.Chat, Dialect.Messages],
        ["google-gemini"] = [Dialect.Chat, Dialect.Gemini],
        ["vertex-ai"] = [Dialect.Chat, Dialect.Gemini],
        ["aws-bedrock"] = [Dialect.Chat, Dialect.Responses, Dialect.Converse],
        ["tencent-hunyuan-native"] = [Dialect.Tencent],
        ["sensenova-native"] = [Dialect.SenseNova],
        ["alibaba-qwen-native"] = [Dialect.DashScope],
        ["cohere"] = [Dialect.Chat],
        ["mistral"] = [Dialect.Chat],
        ["baichuan"] = [Dialect.Chat],
        ["sensenova"] = [Dialect.Chat],
        ["alibaba-qwen"] = Three,
        ["deepseek"] = Three,
        ["moonshot"] = Three,
        ["minimax"] = Three,
        ["zhipu-glm"] = Three,
        ["tencent-hunyuan"] = Three,
        ["meta"] = Three,
        ["vllm"] = Three,
        ["ollama"] = Three,
        ["llama-cpp"] = Three,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static bool Has(string provider, Dialect dialect) => ListOf(provider).Contains(dialect);

    /// <summary>Whether a request is refused for fields that the dialect does not know.</summary>
    public static bool IsStrict(string provider, Dialect dialect) => dialect switch
    {
        // The doors that other providers copied take unknown fields without a word.
        Dialect.Messages => !IsListed(provider, out string family) || family == "anthropic",
        Dialect.Responses => !IsListed(provider, out string family) || family is "openai" or "azure-openai",
        Dialect.Gemini => true,
        _ => false,
    };

    private static Dialect[] ListOf(string provider) => IsListed(provider, out string family) ? ByName[family] : All;

    private static bool IsListed(string provider, out string family)
    {
        for (family = provider; ; family = family[..family.LastIndexOf('-')])
        {
            if (ByName.ContainsKey(family))
            {
                return true;
            }

            if (!family.Contains('-', StringComparison.Ordinal))
            {
                return false;
            }
        }
    }
}
