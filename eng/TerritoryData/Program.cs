using System.Globalization;
using System.Security.Cryptography;
using Godwit.Gateway.Geolocation.Tables;
using Godwit.TerritoryData;

if (args is ["measure", var instant])
{
    AgreementReport.Print(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));
    return 0;
}

if (args.Length < 4 || !SourceRecipe.All.TryGetValue(args[0], out var recipe))
{
    Console.Error.WriteLine("usage: Godwit.TerritoryData SOURCE PACKAGE OUTPUT INPUT... | measure INSTANT");
    Console.Error.WriteLine($"SOURCE is one of {string.Join(", ", SourceRecipe.All.Keys)}.");
    return 2;
}

var (name, package, output, inputs) = (args[0], args[1], args[2], args[3..]);
var checksums = new Dictionary<string, string>
{
    [Path.GetFileName(package)] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(package))),
};
if (recipe.OwnList is { } list)
    checksums[list.Name] = Convert.ToHexStringLower(SHA256.HashData(list.Bytes));
var header = new TableHeader
{
    Name = name,
    Method = recipe.Method,
    Licence = recipe.Licence,
    Attribution = recipe.Attribution,
    BuildEpoch = recipe.BuildEpoch(inputs),
    Inputs = checksums,
    RangesV4 = 0,
    RangesV6 = 0,
    BodyLength = 0,
};
var file = TableCompiler.Compile(header, inputs.SelectMany(recipe.Read));
File.WriteAllBytes(output, file);
var read = TableFile.Read(file).Description;
var ranges = $"{read.Header.RangesV4} + {read.Header.RangesV6} ranges";
Console.WriteLine($"{output}: {file.Length} bytes, {ranges}, sha256 {read.Sha256}");
return 0;
