using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Files;
using Godwit.Simulator.Gemini;
using Godwit.Simulator.Media;
using Godwit.Simulator.Messages;
using Godwit.Simulator.Native;
using Godwit.Simulator.Operations;
using Godwit.Simulator.Realtime;
using Godwit.Simulator.Responses;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Serving;

/// <summary>All operations of a simulator and what they share.</summary>
internal sealed class OperationTable
{
    private readonly ChatOperation _chat;
    private readonly CompletionsOperation _completions;
    private readonly EmbeddingsOperation _embeddings;
    private readonly MessagesOperation _messages;
    private readonly GeminiOperation _gemini;
    private readonly GeminiEmbeddingsOperation _geminiEmbeddings;
    private readonly ResponsesOperation _responses;
    private readonly ResponsesSocketOperation _responsesSocket;
    private readonly ResponsesTokensOperation _responsesTokens;
    private readonly StoredResponsesOperation _storedResponses;
    private readonly FilesOperation _files;
    private readonly BatchesOperation _batches;
    private readonly FineTuningOperation _fineTuning;
    private readonly UploadsOperation _uploads;
    private readonly ImagesOperation _images;
    private readonly SpeechOperation _speech;
    private readonly TranscriptionOperation _transcription;
    private readonly ModerationsOperation _moderations;
    private readonly RerankOperation _rerank;
    private readonly RealtimeOperation _realtime;
    private readonly NativeOperation _native;

    /// <param name="seed">What answers follow from.</param>
    /// <param name="script">The faults.</param>
    /// <param name="time">The clock.</param>
    /// <param name="open">Begins one turn of a connection that has several.</param>
    public OperationTable(int seed, FaultScript script, TimeProvider time, Func<Exchange, byte[], Exchange> open)
    {
        AnswerComposer composer = new(seed);
        PromptCache cache = new();
        Seal seal = new(seed);
        _chat = new ChatOperation(script, new ChatReplies(composer, cache, time));
        _completions = new CompletionsOperation(script, seed, time);
        _embeddings = new EmbeddingsOperation(script, seed);
        _messages = new MessagesOperation(script, new MessageReplies(composer, new MarkedCache(time), seal), seal);
        _gemini = new GeminiOperation(script, new GeminiReplies(composer, cache, seal), seal);
        _geminiEmbeddings = new GeminiEmbeddingsOperation(script, seed);
        ResponseStore responses = new();
        ResponseReplies replies = new(composer, cache, seal, time);
        _responses = new ResponsesOperation(script, replies, responses, seal, time);
        _responsesSocket = new ResponsesSocketOperation(_responses, replies, open);
        _responsesTokens = new ResponsesTokensOperation(script, _responses, replies, seal, time);
        _storedResponses = new StoredResponsesOperation(responses, time);
        FileStore files = new(seed, time);
        _files = new FilesOperation(script, files);
        _batches = new BatchesOperation(
            script, files, time, new Dictionary<string, Func<Exchange, JsonElement, Utf8JsonWriter, int>>
            {
                ["/v1/chat/completions"] = _chat.AnswerLine,
                ["/v1/embeddings"] = _embeddings.AnswerLine,
            });
        _fineTuning = new FineTuningOperation(script, files, time);
        _uploads = new UploadsOperation(script, files, time);
        _images = new ImagesOperation(script, time);
        _speech = new SpeechOperation(script);
        _transcription = new TranscriptionOperation(script);
        _moderations = new ModerationsOperation(script);
        _rerank = new RerankOperation(script, seed);
        _realtime = new RealtimeOperation(composer, script, open);
        _native = new NativeOperation(script, new NativeReplies(composer, cache, time));
    }

    public Task AnswerAsync(Exchange exchange, RequestRoute route, byte[] body) => route.Operation switch
    {
        Operation.Models => ModelsOperation.ListAsync(exchange),
        Operation.Model => ModelsOperation.GetAsync(exchange, route.Name!),
        Operation.Response or Operation.ResponseInputItems or Operation.ResponseCancel =>
            _storedResponses.AnswerAsync(exchange, route),
        Operation.ResponsesSocket => _responsesSocket.AnswerAsync(exchange),
        Operation.Realtime => _realtime.AnswerAsync(exchange),
        Operation.Files or Operation.FileContent => _files.AnswerAsync(exchange, route, body),
        Operation.FineTuningJobs => _fineTuning.AnswerAsync(exchange, route, body),
        Operation.Uploads => _uploads.AnswerAsync(exchange, route, body),
        Operation.Batches or Operation.BatchCancel => _batches.AnswerAsync(exchange, route, body),
        Operation.ImagesGenerations or Operation.ImagesEdits or Operation.ImagesVariations =>
            _images.AnswerAsync(exchange, route, body),
        Operation.Transcription => _transcription.AnswerAsync(exchange, body),
        _ => AnswerJsonAsync(exchange, route, body),
    };

    private async Task AnswerJsonAsync(Exchange exchange, RequestRoute route, byte[] body)
    {
        using JsonDocument? document = JsonBody.TryParse(body);
        if (document is null)
        {
            await exchange.RefuseAsync(new ProviderError(ErrorReason.BadJson, "The body could not be read as JSON."));
            return;
        }

        await AnswerRootAsync(exchange, route, document.RootElement);
    }

    private Task AnswerRootAsync(Exchange exchange, RequestRoute route, JsonElement root) => route.Operation switch
    {
        Operation.Chat => _chat.AnswerAsync(exchange, root, route.Name),
        Operation.Completions => _completions.AnswerAsync(exchange, root, route.Name),
        Operation.Messages => _messages.AnswerAsync(exchange, root),
        Operation.MessagesCountTokens => _messages.CountAsync(exchange, root),
        Operation.Responses => _responses.AnswerAsync(exchange, root),
        Operation.ResponsesCompact => _responsesTokens.AnswerAsync(exchange, root, compact: true),
        Operation.ResponsesInputTokens => _responsesTokens.AnswerAsync(exchange, root, compact: false),
        Operation.GenerateContent => _gemini.AnswerAsync(exchange, root, route.Name!, stream: false),
        Operation.StreamGenerateContent => _gemini.AnswerAsync(exchange, root, route.Name!, stream: true),
        Operation.CountTokens => _gemini.CountAsync(exchange, root, route.Name!),
        Operation.EmbedContent => _geminiEmbeddings.AnswerAsync(exchange, root, route.Name!, batch: false),
        Operation.BatchEmbedContents => _geminiEmbeddings.AnswerAsync(exchange, root, route.Name!, batch: true),
        Operation.Speech => _speech.AnswerAsync(exchange, root),
        Operation.Moderations => _moderations.AnswerAsync(exchange, root),
        Operation.Rerank => _rerank.AnswerAsync(exchange, root),
        Operation.Converse or Operation.ConverseStream or Operation.NativeChat =>
            _native.AnswerAsync(exchange, root, route),
        _ => _embeddings.AnswerAsync(exchange, root, route.Name),
    };
}
