using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.OpenAIPlatform;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.Tests.Dialects.Native;

namespace Godwit.Providers.Tests.Usage;

/// <summary>
/// Usage as one provider writes it: <c>Usage/golden/PROVIDER/TRAP.txt</c> with the sections <c>dialect</c>, one of
/// <c>answer</c>, <c>stream</c>, <c>embeddings</c>, <c>media</c> and <c>completion</c>, and <c>usage</c>.
/// </summary>
internal sealed class UsageGolden
{
    private readonly GoldenFile file;
    private readonly Dialect dialect;

    public UsageGolden(string name)
    {
        file = GoldenFile.Load("Usage", name);
        dialect = Enum.Parse<Dialect>(file["dialect"]!.Trim());
    }

    public string Expected => file["usage"]!.Trim();

    /// <summary>The usage of an answer that is translated; null where such an answer never is.</summary>
    public TokenUsage? Translated()
    {
        var provider = DialectList.Provider(dialect)!;
        if (file["answer"] is { } answer)
            return provider.ReadAnswer(Encoding.UTF8.GetBytes(answer))?.Usage;
        if (file["embeddings"] is { } vectors)
            return DialectList.Embeddings(dialect)!.ReadEmbeddingAnswer(Encoding.UTF8.GetBytes(vectors))?.Usage;
        return file["stream"] is not null ? OfEvents(provider) : null;
    }

    /// <summary>
    /// The usage of an answer that is relayed as it comes, in pieces; null where such an answer never is.
    /// </summary>
    public TokenUsage? Spliced(int pieceBytes)
    {
        var look = file["media"] is not null ? MediaLook.Instance : Look;
        if (look is null)
            return null;
        var text = Bytes();
        if (file["stream"] is null && file["completion"]?.StartsWith("data:", StringComparison.Ordinal) != true)
        {
            using var whole = new JsonTap(look);
            for (var at = 0; at < text.Length; at += pieceBytes)
                whole.Feed(text.AsSpan(at, Math.Min(pieceBytes, text.Length - at)));
            // Where vectors are relayed, a total is taken for the input once the request is settled.
            return whole.Answer.Usage is { TotalTokens: { } total } usage && file["embeddings"] is not null
                ? usage with { InputTokens = total, TotalTokens = null } : whole.Answer.Usage;
        }

        using var tap = new SseTap(look);
        for (var at = 0; at < text.Length; at += pieceBytes)
            tap.Feed(text.AsSpan(at, Math.Min(pieceBytes, text.Length - at)));
        tap.Complete();
        return tap.Answer.Usage;
    }

    public bool IsSpliced => file["media"] is not null || Look is not null;

    public bool IsTranslated => file["media"] is null && file["completion"] is null;

    /// <summary>Every figure that is known, by its name.</summary>
    public static string Describe(TokenUsage? usage) => usage is not { } tokens ? "none" : string.Join(
        ", ",
        new (string Name, long? Count)[]
        {
            ("input", tokens.InputTokens),
            ("cache read", tokens.CacheReadInputTokens),
            ("cache write", tokens.CacheWriteInputTokens),
            ("for an hour", tokens.CacheWriteHourInputTokens),
            ("audio in", tokens.AudioInputTokens),
            ("image in", tokens.ImageInputTokens),
            ("output", tokens.OutputTokens),
            ("reasoning", tokens.ReasoningOutputTokens),
            ("audio out", tokens.AudioOutputTokens),
            ("image out", tokens.ImageOutputTokens),
            ("server tools", tokens.ServerToolCalls),
            ("total", tokens.TotalTokens),
        }.Where(figure => figure.Count is not null).Select(figure => $"{figure.Name} {figure.Count}")
            .Concat(tokens.ServerTools is { } tools ? [$"of them {tools}"] : []));

    private AnswerLook? Look => dialect is Dialect.OpenAIChat or Dialect.OpenAIResponses or Dialect.AnthropicMessages
        or Dialect.GeminiGenerateContent ? DialectList.Client(dialect).Look : null;

    private TokenUsage? OfEvents(IProviderDialect provider)
    {
        using var reader = provider.CreateStreamReader();
        var events = new List<AnswerEvent>();
        reader.Feed(Bytes(), events);
        reader.Complete(events);
        return events.OfType<UsageReported>().LastOrDefault()?.Usage;
    }

    private byte[] Bytes() => file["stream"] is { } frames && dialect == Dialect.BedrockConverse
        ? NativeGolden.Frames(frames)
        : Encoding.UTF8.GetBytes(
            (file["stream"] ?? file["answer"] ?? file["embeddings"] ?? file["media"] ?? file["completion"])! + "\n");
}
