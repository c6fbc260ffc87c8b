using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.AnthropicMessages;
using Godwit.Providers.Dialects.BedrockConverse;
using Godwit.Providers.Dialects.DashScopeNative;
using Godwit.Providers.Dialects.GeminiGenerateContent;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.Dialects.OpenAIResponses;
using Godwit.Providers.Dialects.SenseNovaNative;
using Godwit.Providers.Dialects.TencentNative;

namespace Godwit.Providers.Dialects;

/// <summary>Every dialect there is, by name: the only place that lists them.</summary>
public static class DialectList
{
    private static readonly IClientDialect?[] Clients = Table<IClientDialect>(
        d => d.Name,
        OpenAIChatDialect.Instance,
        ResponsesDialect.Instance,
        AnthropicDialect.Instance,
        GeminiDialect.Instance);

    private static readonly IProviderDialect?[] Providers = Table<IProviderDialect>(
        d => d.Name,
        OpenAIChatDialect.Instance,
        ResponsesDialect.Instance,
        AnthropicDialect.Instance,
        GeminiDialect.Instance,
        new BedrockConverseDialect(),
        new TencentNativeDialect(),
        new SenseNovaNativeDialect(),
        new DashScopeNativeDialect());

    private static readonly IEmbeddingDialect?[] Embedding = Table<IEmbeddingDialect>(
        d => d.Name,
        OpenAIChatDialect.Instance,
        GeminiDialect.Instance);

    /// <summary>The dialect's embeddings; null for one that has none.</summary>
    public static IEmbeddingDialect? Embeddings(Dialect name) => Embedding[(int)name];

    /// <summary>The dialect from the client's side; every one that a client path belongs to has it.</summary>
    public static IClientDialect Client(Dialect name) =>
        Clients[(int)name] ?? throw new NotSupportedException($"No client speaks {name}.");

    /// <summary>The dialect from the provider's side; null for one that can't be translated to yet.</summary>
    public static IProviderDialect? Provider(Dialect name) => Providers[(int)name];

    private static T?[] Table<T>(Func<T, Dialect> name, params ReadOnlySpan<T> dialects)
        where T : class
    {
        var table = new T?[Enum.GetValues<Dialect>().Length];
        foreach (var dialect in dialects)
        {
            table[(int)name(dialect)] = dialect;
        }

        return table;
    }
}
