using System.Buffers;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>OpenAI's Responses, and Open Responses.</summary>
public sealed class ResponsesDialect : IClientDialect, IProviderDialect
{
    private ResponsesDialect()
    {
    }

    /// <summary>The only one.</summary>
    public static ResponsesDialect Instance { get; } = new();

    /// <inheritdoc/>
    public Dialect Name => Dialect.OpenAIResponses;

    /// <inheritdoc/>
    public AnswerLook Look => ResponsesLook.Instance;

    /// <inheritdoc/>
    public IReadOnlyList<string> ForwardedHeaders => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> ReturnedHeaders { get; } = ["openai-processing-ms", "openai-version"];

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => [];

    /// <inheritdoc/>
    public GenAIRequest ReadRequest(ReadOnlyMemory<byte> body, bool stream, RequestFaults faults) =>
        ResponsesRequestReader.Read(body, faults);

    /// <inheritdoc/>
    public void WriteAnswer(GenAIAnswer answer, AnswerContext context, IBufferWriter<byte> output) =>
        ResponsesAnswerWriter.Write(answer, context, output);

    /// <inheritdoc/>
    public IStreamWriter CreateStreamWriter(AnswerContext context) => new ResponsesStreamWriter(context);

    /// <summary>Writes the response object of a stream that has ended, as its last event has it.</summary>
    public static void WriteWhole(IStreamWriter writer, IBufferWriter<byte> output) =>
        ((ResponsesStreamWriter)writer).WriteWhole(output);

    /// <inheritdoc/>
    public void WriteError(ClientError problem, IBufferWriter<byte> output) => ResponsesErrors.Write(problem, output);

    /// <inheritdoc/>
    public void WriteStreamError(ClientError problem, bool insideEvent, IBufferWriter<byte> output) =>
        ResponsesErrors.WriteEvent(problem, insideEvent, output);

    /// <inheritdoc/>
    public void WriteRequest(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output) =>
        ResponsesRequestWriter.Write(request, context, output);

    /// <inheritdoc/>
    public bool IsStream(string? mediaType) =>
        string.Equals(mediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public GenAIAnswer? ReadAnswer(ReadOnlyMemory<byte> body) => ResponsesAnswerReader.Read(body);

    /// <inheritdoc/>
    public IStreamReader CreateStreamReader() => new ResponsesStreamReader();
}
