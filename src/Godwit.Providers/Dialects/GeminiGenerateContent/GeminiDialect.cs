using System.Buffers;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Gemini's generateContent and streamGenerateContent, from both sides.</summary>
public sealed class GeminiDialect : IClientDialect, IProviderDialect, IEmbeddingDialect
{
    /// <summary>The only one.</summary>
    public static GeminiDialect Instance { get; } = new();

    public Dialect Name => Dialect.GeminiGenerateContent;

    public AnswerLook Look => GeminiLook.Instance;

    public IReadOnlyList<string> ForwardedHeaders { get; } = ["x-goog-api-client", "x-server-timeout"];

    public IReadOnlyList<string> ReturnedHeaders { get; } = ["server-timing"];

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; } = [];

    public GenAIRequest ReadRequest(ReadOnlyMemory<byte> body, bool stream, RequestFaults faults) =>
        GeminiRequestReader.Read(body, stream, faults);

    public void WriteAnswer(GenAIAnswer answer, AnswerContext context, IBufferWriter<byte> output) =>
        GeminiAnswerWriter.Write(answer, context, output);

    public IStreamWriter CreateStreamWriter(AnswerContext context) => new GeminiStreamWriter(context);

    public void WriteError(ClientError problem, IBufferWriter<byte> output) => GeminiErrors.Write(problem, output);

    public void WriteStreamError(ClientError problem, bool insideEvent, IBufferWriter<byte> output) =>
        GeminiErrors.WriteStreamEnd(problem, insideEvent, output);

    public void WriteRequest(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output) =>
        GeminiRequestWriter.Write(request, context, output);

    public bool IsStream(string? mediaType) => mediaType == "text/event-stream";

    public GenAIAnswer? ReadAnswer(ReadOnlyMemory<byte> body) => GeminiAnswerReader.Read(body);

    public IStreamReader CreateStreamReader() => new GeminiStreamReader();

    public EmbeddingRequest ReadEmbeddingRequest(ReadOnlyMemory<byte> body, bool batch, RequestFaults faults) =>
        GeminiEmbeddingRequests.Read(body, batch, faults);

    public void WriteEmbeddingRequest(EmbeddingRequest request, string model, IBufferWriter<byte> output) =>
        GeminiEmbeddingRequests.Write(request, model, output);

    public EmbeddingAnswer? ReadEmbeddingAnswer(ReadOnlyMemory<byte> body) => GeminiEmbeddingAnswers.Read(body);

    public void WriteEmbeddingAnswer(
        EmbeddingAnswer answer, EmbeddingRequest request, string model, LossReport losses,
        IBufferWriter<byte> output) => GeminiEmbeddingAnswers.Write(answer, request, output);
}
