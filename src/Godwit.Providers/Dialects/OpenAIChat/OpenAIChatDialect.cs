using System.Buffers;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>OpenAI's chat completions, and what providers that follow it make of them; both sides.</summary>
public sealed class OpenAIChatDialect : IClientDialect, IProviderDialect, IEmbeddingDialect
{
    private OpenAIChatDialect()
    {
    }

    /// <summary>The only one.</summary>
    public static OpenAIChatDialect Instance { get; } = new();

    /// <inheritdoc cref="IClientDialect.Name"/>
    public Dialect Name => Dialect.OpenAIChat;

    /// <inheritdoc/>
    public AnswerLook Look => OpenAIChatLook.Instance;

    /// <inheritdoc/>
    public IReadOnlyList<string> ForwardedHeaders { get; } = ["OpenAI-Beta"];

    /// <inheritdoc/>
    public IReadOnlyList<string> ReturnedHeaders { get; } = ["x-request-id", "openai-processing-ms", "openai-version"];

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; } = [];

    /// <inheritdoc/>
    public GenAIRequest ReadRequest(ReadOnlyMemory<byte> body, bool stream, RequestFaults faults) =>
        OpenAIChatRequestReader.Read(body, stream, faults);

    /// <inheritdoc/>
    public void WriteRequest(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output) =>
        OpenAIChatRequestWriter.Write(request, context, output);

    /// <inheritdoc/>
    public bool IsStream(string? mediaType) =>
        string.Equals(mediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public GenAIAnswer? ReadAnswer(ReadOnlyMemory<byte> body) => OpenAIChatAnswerReader.Read(body);

    /// <inheritdoc/>
    public IStreamReader CreateStreamReader() => new OpenAIChatStreamReader();

    /// <inheritdoc/>
    public void WriteAnswer(GenAIAnswer answer, AnswerContext context, IBufferWriter<byte> output) =>
        OpenAIChatAnswerWriter.Write(answer, context, output);

    /// <inheritdoc/>
    public IStreamWriter CreateStreamWriter(AnswerContext context) => new OpenAIChatStreamWriter(context);

    /// <inheritdoc/>
    public void WriteError(ClientError problem, IBufferWriter<byte> output) =>
        OpenAIChatErrors.Write(output, problem.Message, problem.Type, problem.Param, problem.Code);

    /// <inheritdoc/>
    public void WriteStreamError(ClientError problem, bool insideEvent, IBufferWriter<byte> output) =>
        OpenAIChatErrors.WriteStreamEnd(output, insideEvent, problem.Message, problem.Type, problem.Code ?? "error");

    /// <inheritdoc/>
    public EmbeddingRequest ReadEmbeddingRequest(ReadOnlyMemory<byte> body, bool batch, RequestFaults faults) =>
        OpenAIEmbeddingRequests.Read(body, faults);

    /// <inheritdoc/>
    public void WriteEmbeddingRequest(EmbeddingRequest request, string model, IBufferWriter<byte> output) =>
        OpenAIEmbeddingRequests.Write(request, model, output);

    /// <inheritdoc/>
    public EmbeddingAnswer? ReadEmbeddingAnswer(ReadOnlyMemory<byte> body) => OpenAIEmbeddingAnswers.Read(body);

    /// <inheritdoc/>
    public void WriteEmbeddingAnswer(
        EmbeddingAnswer answer, EmbeddingRequest request, string model, LossReport losses,
        IBufferWriter<byte> output) => OpenAIEmbeddingAnswers.Write(answer, request, model, losses, output);
}
