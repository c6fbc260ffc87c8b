using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests;

public sealed class OtherOperationTests
{
    [Fact]
    public async Task A_file_is_uploaded_listed_read_and_deleted()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode file = await UploadAsync(simulator, "hello", "notes.txt", "user_data");
        string id = file["id"]!.GetValue<string>();
        JsonNode list = JsonNode.Parse(await GetAsync(simulator, "/v1/files?purpose=user_data"))!;

        Assert.Equal(5, file["bytes"]!.GetValue<int>());
        Assert.Equal(id, list["data"]![0]!["id"]!.GetValue<string>());
        Assert.Equal("hello", await GetAsync(simulator, $"/v1/files/{id}/content"));
        using HttpResponseMessage deleted =
            await simulator.Client.DeleteAsync(new Uri($"/v1/files/{id}", UriKind.Relative));
        Assert.True(deleted.IsSuccessStatusCode);
        await GetAsync(simulator, $"/v1/files/{id}", 404);
    }

    [Fact]
    public async Task A_batch_runs_its_lines_into_files_of_results_and_errors()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        string good = $$"""
            {"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{{RunningSimulator.Chat("Hello")}}}
            """;
        const string bad = """{"custom_id":"b","method":"POST","url":"/v1/chat/completions","body":{"model":"m"}}""";
        JsonNode file = await UploadAsync(simulator, good + "\n" + bad, "in.jsonl", "batch");

        JsonNode batch = await simulator.AskAsync(
            $$"""
            {"input_file_id":"{{file["id"]}}","endpoint":"/v1/chat/completions","completion_window":"24h"}
            """,
            "/v1/batches");
        JsonNode done = JsonNode.Parse(await GetAsync(simulator, $"/v1/batches/{batch["id"]}"))!;

        Assert.Equal("validating", batch["status"]!.GetValue<string>());
        Assert.Equal("completed", done["status"]!.GetValue<string>());
        Assert.Equal(1, done["request_counts"]!["completed"]!.GetValue<int>());
        JsonNode output = JsonNode.Parse(await GetAsync(simulator, $"/v1/files/{done["output_file_id"]}/content"))!;
        Assert.Equal("a", output["custom_id"]!.GetValue<string>());
        Assert.NotNull(output["response"]!["body"]!["choices"]);
        JsonNode errors = JsonNode.Parse(await GetAsync(simulator, $"/v1/files/{done["error_file_id"]}/content"))!;
        Assert.Equal(400, errors["response"]!["status_code"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_image_is_a_picture_of_the_size_that_was_asked_for()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync(
            """{"model":"gpt-image-1","prompt":"a godwit","size":"64x32","n":2}""", "/v1/images/generations");

        byte[] png = Convert.FromBase64String(answer["data"]![1]!["b64_json"]!.GetValue<string>());
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.Equal(64, png[19]);
        Assert.Equal(32, png[23]);
    }

    [Fact]
    public async Task Speech_is_sound_and_transcripts_name_the_file()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        using HttpResponseMessage speech = await simulator.PostAsync(
            "/v1/audio/speech", """{"model":"tts-1","input":"Hello","voice":"alloy","response_format":"wav"}""");
        using MultipartFormDataContent form = Form("sound", "talk.mp3", ("model", "whisper-1"));
        using HttpResponseMessage transcript = await simulator.Client.PostAsync(
            new Uri("/v1/audio/transcriptions", UriKind.Relative), form);

        Assert.Equal("audio/wav", speech.Content.Headers.ContentType!.MediaType);
        Assert.Equal("RIFF"u8.ToArray(), (await speech.Content.ReadAsByteArrayAsync())[..4]);
        JsonNode text = JsonNode.Parse(await transcript.Content.ReadAsStringAsync())!;
        Assert.Contains("talk.mp3", text["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_are_moderated_and_documents_ranked()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode judged = await simulator.AskAsync(
            """{"input":["I like birds","I will kill time"]}""", "/v1/moderations");
        JsonNode ranked = await simulator.AskAsync(
            """
            {"model":"rerank-1","query":"where godwits fly","documents":["tax law","godwits fly south"],"top_n":1,
            "return_documents":true}
            """,
            "/v1/rerank");

        Assert.False(judged["results"]![0]!["flagged"]!.GetValue<bool>());
        Assert.True(judged["results"]![1]!["categories"]!["violence"]!.GetValue<bool>());
        JsonNode best = Assert.Single(ranked["results"]!.AsArray())!;
        Assert.Equal(1, best["index"]!.GetValue<int>());
        Assert.Equal("godwits fly south", best["document"]!["text"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/v1/moderations", """{"input":"a"}""")]
    [InlineData("/v1/rerank", """{"model":"m","query":"a","documents":["a"]}""")]
    [InlineData("/v1/images/generations", """{"prompt":"a"}""")]
    [InlineData("/v1/audio/speech", """{"model":"m","input":"a","voice":"b"}""")]
    public async Task Faults_meet_them_as_they_meet_a_conversation(string path, string body)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "rate_limit");

        JsonNode error = await simulator.AskAsync(body, path, (int)HttpStatusCode.TooManyRequests);

        Assert.Equal("rate_limit_exceeded", error["error"]!["code"]!.GetValue<string>());
    }

    private static MultipartFormDataContent Form(string content, string name, params (string Name, string Value)[] more)
    {
        MultipartFormDataContent form = new();
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", name);
        foreach ((string field, string value) in more)
        {
            form.Add(new StringContent(value), field);
        }

        return form;
    }

    private static async Task<JsonNode> UploadAsync(
        RunningSimulator simulator, string content, string name, string purpose)
    {
        using MultipartFormDataContent form = Form(content, name, ("purpose", purpose));
        using HttpResponseMessage response = await simulator.Client.PostAsync(
            new Uri("/v1/files", UriKind.Relative), form);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static async Task<string> GetAsync(RunningSimulator simulator, string path, int status = 200)
    {
        using HttpResponseMessage response = await simulator.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(status, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }
}
