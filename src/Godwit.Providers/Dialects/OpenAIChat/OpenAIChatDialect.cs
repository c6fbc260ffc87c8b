using System.Buffers;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>OpenAI's chat completions, from both sides.</summary>
public sealed class OpenAIChatDialect : IClientDialect
{
    /// <summary>The only one.</summary>
    public static OpenAIChatDialect Instance { get; } = new();

    public Dialect Name => Dialect.OpenAIChat;

    public AnswerLook Look => OpenAIChatLook.Instance;

    public IReadOnlyList<string> ForwardedHeaders { get; } = ["OpenAI-Beta"];

    public IReadOnlyList<string> ReturnedHeaders { get; } = ["x-request-id", "openai-processing-ms", "openai-version"];

    public GenAIRequest ReadRequest(ReadOnlyMemory<byte> body, bool stream, RequestFaults faults) =>
        throw new NotSupportedException();

    public void WriteAnswer(GenAIAnswer answer, AnswerContext context, IBufferWriter<byte> output) =>
        throw new NotSupportedException();

    public IStreamWriter CreateStreamWriter(AnswerContext context) => throw new NotSupportedException();

    public void WriteError(ClientError problem, IBufferWriter<byte> output) =>
        OpenAIChatErrors.Write(output, problem.Message, problem.Type, problem.Param, problem.Code);

    public void WriteStreamError(ClientError problem, bool insideEvent, IBufferWriter<byte> output) =>
        OpenAIChatErrors.WriteStreamEnd(output, insideEvent, problem.Message, problem.Type, problem.Code!);
}
