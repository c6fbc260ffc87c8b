using System.Buffers;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Anthropic's Messages, from both sides.</summary>
public sealed class AnthropicDialect : IClientDialect, IProviderDialect
{
    /// <summary>
    /// The version of the interface that translated requests are written for. Its successor, 2026-10-21, answers alike
    /// and refuses temperature, top_p and top_k, which other dialects have.
    /// </summary>
    public const string Version = "2023-06-01";

    private AnthropicDialect()
    {
    }

    /// <summary>The only one.</summary>
    public static AnthropicDialect Instance { get; } = new();

    public Dialect Name => Dialect.AnthropicMessages;

    /// <inheritdoc/>
    public AnswerLook Look => AnthropicLook.Instance;

    /// <inheritdoc/>
    public IReadOnlyList<string> ForwardedHeaders { get; } = ["anthropic-version", "anthropic-beta"];

    /// <inheritdoc/>
    public IReadOnlyList<string> ReturnedHeaders { get; } = ["request-id"];

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; } = [new("anthropic-version", Version)];

    /// <inheritdoc/>
    public GenAIRequest ReadRequest(ReadOnlyMemory<byte> body, bool stream, RequestFaults faults) =>
        AnthropicRequestReader.Read(body, stream, faults);

    /// <inheritdoc/>
    public void WriteRequest(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output) =>
        AnthropicRequestWriter.Write(request, context, output);

    /// <inheritdoc/>
    public bool IsStream(string? mediaType) => mediaType == "text/event-stream";

    /// <inheritdoc/>
    public GenAIAnswer? ReadAnswer(ReadOnlyMemory<byte> body) => AnthropicAnswerReader.Read(body);

    /// <inheritdoc/>
    public IStreamReader CreateStreamReader() => new AnthropicStreamReader();

    /// <inheritdoc/>
    public void WriteAnswer(GenAIAnswer answer, AnswerContext context, IBufferWriter<byte> output) =>
        AnthropicAnswerWriter.Write(answer, context, output);

    /// <inheritdoc/>
    public IStreamWriter CreateStreamWriter(AnswerContext context) => new AnthropicStreamWriter(context);

    /// <inheritdoc/>
    public void WriteError(ClientError problem, IBufferWriter<byte> output) =>
        AnthropicErrors.Write(problem, output);

    /// <inheritdoc/>
    public void WriteStreamError(ClientError problem, bool insideEvent, IBufferWriter<byte> output) =>
        AnthropicErrors.WriteStreamEnd(problem, insideEvent, output);
}
